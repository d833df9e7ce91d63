/** All plugins that come with the worker. */
import { EnvVarConfigProvider } from '../config-providers/environment.ts'
import { DirectoryConfigProvider, FileConfigProvider } from '../config-providers/files.ts'
import { FileStreamSink } from '../connectors/file-stream-sink.ts'
import { FileStreamSource } from '../connectors/file-stream-source.ts'
import { HttpSink } from '../connectors/http-sink.ts'
import { SqliteSink } from '../connectors/sqlite-sink.ts'
import { SqliteSource } from '../connectors/sqlite-source.ts'
import { ByteArrayConverter } from '../converters/bytes.ts'
import { JsonConverter } from '../converters/json.ts'
import {
  BooleanConverter,
  DoubleConverter,
  FloatConverter,
  IntegerConverter,
  LongConverter,
  ShortConverter,
} from '../converters/numbers.ts'
import { SimpleHeaderConverter } from '../converters/simple-header.ts'
import { StringConverter } from '../converters/text.ts'
import type { Plugin } from '../plugin.ts'
import { predicates, transforms } from '../transforms/index.ts'
import { overridePolicies } from './override-policies.ts'
import type { Entry } from './registry.ts'

const plugins: readonly Plugin[] = [
  FileStreamSink,
  FileStreamSource,
  HttpSink,
  SqliteSink,
  SqliteSource,
  BooleanConverter,
  ByteArrayConverter,
  DoubleConverter,
  FloatConverter,
  IntegerConverter,
  JsonConverter,
  LongConverter,
  ShortConverter,
  StringConverter,
  SimpleHeaderConverter,
  DirectoryConfigProvider,
  EnvVarConfigProvider,
  FileConfigProvider,
  ...transforms,
  ...predicates,
  ...overridePolicies,
]

export const shipped: readonly Entry[] = plugins.map(plugin => ({
  class: plugin.class!,
  plugin,
  location: 'classpath',
}))

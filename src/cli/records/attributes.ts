/**
 * `%a{compression}`: what the batch of a record says about itself, as text or, behind a semicolon, in a form of numbers.
 * Source: rpk's help of `topic consume`. Not here: -1 as timestamp type of records from before Kafka 0.10.
 */

import { compressionTypes } from '../../protocol/batch.ts'
import type { BatchView } from '../formatters.ts'
import { UsageError } from '../usage-error.ts'
import { modified, NUMBER } from './modifiers.ts'
import type { Print } from './printf.ts'

interface Attribute {
  number(batch: BatchView): number
  text?(batch: BatchView): string
}

const attributes: Readonly<Record<string, Attribute>> = {
  compression: {
    number: ({ header }) => compressionTypes.indexOf(header.compression),
    text: ({ header }) => header.compression,
  },
  'timestamp-type': { number: ({ timestampType }) => Number(timestampType === 'LogAppendTime') },
  'transactional-bit': { number: ({ header }) => Number(header.isTransactional) },
  'control-bit': { number: ({ header }) => Number(header.isControl) },
}

/** @throws {UsageError} */
export function attributePrint(braces = ''): Print {
  const [name = '', modifier] = braces.split(';')
  const attribute = Object.hasOwn(attributes, name) ? attributes[name]! : undefined
  if (!attribute)
    throw new UsageError(
      `--format: %a needs to be told which${name === '' ? '' : `, and {${name}} is none`}: there are ${Object.keys(
        attributes,
      )
        .map(each => `%a{${each}}`)
        .join(' ')}`,
    )
  const { number, text } = attribute
  if (modifier === undefined && text) return (_, batch, sink) => sink.text(text(batch))
  const show = modified(NUMBER, modifier ?? 'ascii')
  return (_, batch, sink) => sink.bytes(show(number(batch)))
}

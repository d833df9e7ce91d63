/**
 * Levels of single loggers, while the broker runs: IncrementalAlterConfigs of the resource type broker logger. They are not
 * written down. Source: KIP-412; Kafka 4.3 `RuntimeLoggerManager`.
 */
import { operations } from '../config/alter.ts'
import { type LevelName, type Logger, levelNames, ROOT } from '../lib/logger.ts'
import { KafkaError } from '../protocol/errors.ts'

interface Change {
  name: string
  configOperation: number
  value: string | null
}

const invalid = (message: string) => new KafkaError('INVALID_REQUEST', message)
const wrong = (message: string) => new KafkaError('INVALID_CONFIG', message)

/** All of them or none. @throws {KafkaError} INVALID_REQUEST, INVALID_CONFIG */
export function changeLevels(logger: Logger, changes: readonly Change[], validateOnly: boolean): void {
  for (const change of changes) demandPossible(logger, change)
  if (validateOnly) return
  for (const { name, configOperation, value } of changes)
    logger.setLevel(name, configOperation === operations.set ? (value as LevelName) : undefined)
}

function demandPossible(logger: Logger, { name, configOperation, value }: Change): void {
  const verb = { [operations.append]: 'APPEND', [operations.subtract]: 'SUBTRACT' }[configOperation]
  if (verb !== undefined) throw invalid(`${verb} operation is not allowed for the BROKER_LOGGER resource`)
  if (configOperation !== operations.set && configOperation !== operations.delete)
    throw invalid(`Unknown operation type ${configOperation} is not allowed for the BROKER_LOGGER resource`)
  if (!logger.levels.has(name)) throw wrong(`Logger ${name} does not exist!`)
  if (configOperation === operations.delete) {
    if (name === ROOT) throw invalid(`Removing the log level of the ${ROOT} logger is not allowed`)
  } else if (!(levelNames as readonly (string | null)[]).includes(value))
    throw wrong(
      `Cannot set the log level of ${name} to ${value} as it is not a supported log level. Valid log levels are ${levelNames.join(', ')}`,
    )
}

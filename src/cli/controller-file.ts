/**
 * A controller as its settings describe it: id, directory, where it is reached. For `metadata-quorum add-controller`, which is given
 * the controller's own file. Source: Kafka 4.3 `MetadataQuorumCommand`.
 */
import path from 'node:path'
import type { Endpoint, Voter } from '../client/admin/quorum.ts'
import { propertiesOf } from './client.ts'
import type { Io } from './io.ts'
import { UsageError } from './usage-error.ts'

const SURE = 'Is this a valid controller configuration file?'

/** @throws {UsageError} naming the setting that is missing, or wrong */
export function controllerOf(io: Io, file: string): Voter & { endpoints: Endpoint[] } {
  const settings = propertiesOf(io, file)
  const id = Number(settings['node.id'])
  if (settings['node.id'] === undefined) throw new UsageError(`node.id not found in configuration file. ${SURE}`)
  if (!Number.isInteger(id) || id < 0) throw new UsageError(`node.id was negative in configuration file. ${SURE}`)
  if (!(settings['process.roles'] ?? '').includes('controller'))
    throw new UsageError(`process.roles did not contain 'controller' in configuration file. ${SURE}`)
  const dir = settings['metadata.log.dir'] ?? settings['log.dirs']?.split(',')[0]?.trim()
  if (!dir) throw new UsageError(`Neither metadata.log.dir nor log.dirs were found. ${SURE}`)
  return { id, directoryId: directoryId(io, dir), endpoints: endpoints(settings) }
}

function directoryId(io: Io, dir: string): string {
  const file = path.resolve(io.cwd, dir, 'meta.properties')
  const id = propertiesOf(io, file)['directory.id']
  if (!id) throw new UsageError(`No directory id found in ${dir}`)
  return id
}

function endpoints(settings: Readonly<Record<string, string>>): Endpoint[] {
  const names = settings['controller.listener.names']
  if (!names) throw new UsageError(`controller.listener.names was not found. ${SURE}`)
  const known = new Map(
    [settings['listeners'] ?? '', settings['advertised.listeners'] ?? '']
      .flatMap(list => list.split(','))
      .flatMap(text => {
        const [, name, host, port] = /^\s*([\w-]+):\/\/\[?(.*?)\]?:(\d+)\s*$/.exec(text) ?? []
        return name
          ? [[name.toUpperCase(), { name: name.toUpperCase(), host: host || 'localhost', port: Number(port) }]]
          : []
      }) as [string, Endpoint][],
  )
  return names.split(',').map(name => {
    const found = known.get(name.trim().toUpperCase())
    if (!found)
      throw new UsageError(`Cannot find information about controller listener name: ${name.trim().toUpperCase()}`)
    return found
  })
}

/** `CONTROLLER://host:port`, an IPv6 address in brackets. */
export const endpointText = ({ name, host, port }: Endpoint): string =>
  `${name}://${host.includes(':') ? `[${host}]` : host}:${port}`

/**
 * What a directory is made to be, or must be, before the controller writes to it: formatted, with a view that fits its log,
 * and of nobody else's quorum.
 */
import path from 'node:path'
import { DirectoryError } from '../log/meta-properties.ts'
import { View } from '../view/view.ts'
import type { ControllerOptions } from './controller.ts'
import { writeBootstrap, writeVoters } from './format.ts'
import { type Kraft, standalone } from './kraft.ts'
import { SCHEMA, SCHEMA_VERSION } from './schema.ts'

export function openView({ viewDir, log }: ControllerOptions): View {
  const options = { file: path.join(viewDir, 'metadata.db'), schema: SCHEMA, version: SCHEMA_VERSION }
  const view = View.open(options)
  if (view.fits(log)) return view
  view.close()
  View.discard(options.file)
  return View.open(options)
}

/** An empty directory becomes one that `storage format` would have left. */
export function format({
  files,
  viewDir,
  log,
  clock,
  nodeId,
  directoryId,
  controllerListener,
  staticVoters,
}: ControllerOptions) {
  writeBootstrap(files, viewDir, clock)
  if (!staticVoters) writeVoters(files, log.dir, clock, standalone(nodeId, directoryId, controllerListener))
}

/** A node that led without those who vote with it would make a second cluster out of theirs. */
export function demandAlone({ voters }: Kraft, nodeId: number, dir: string): void {
  if (voters.every(({ voterId }) => voterId === nodeId)) return
  throw new DirectoryError(
    `${dir} belongs to a quorum of the nodes ${voters.map(({ voterId }) => voterId).join(', ')}: a quorum of one node, ${nodeId} here, is served yet. Format with --standalone, or use another data directory`,
  )
}

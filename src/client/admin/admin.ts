/**
 * Admin: topics, partitions, settings, offsets, the cluster. Each call is one question; results of several items carry each
 * item's own error, and `unwrap` throws the first. The work is in the files beside this one, as functions of a cluster: our
 * commands call those, and load no more than they use.
 *
 * @example
 * await using admin = await Admin.connect('localhost:9092')
 * await admin.createTopics([{ name: 'orders', partitions: 3 }])
 */
import { adminConfigs } from '../../config/admin.ts'
import type { Cluster } from '../cluster.ts'
import { warnOfUnknown } from '../options.ts'
import { describeCluster, describeLogDirs, unregisterBroker } from './cluster.ts'
import { describeConfigs, incrementalAlterConfigs, listConfigResources } from './configs.ts'
import { type AdminConfigs, connectAdmin } from './connect.ts'
import { alterGroupOffsets, deleteGroupOffsets, listGroupOffsets } from './group-offsets.ts'
import { deleteGroups, describeGroups, listGroups } from './groups.ts'
import { deleteRecords, listOffsets } from './offsets.ts'
import { createPartitions, createTopics, deleteTopics, describeTopics, listTopics } from './topics.ts'

export type { AdminConfigs } from './connect.ts'
export { unwrap } from './results.ts'
export type { NewTopic } from './topics.ts'

/** A question to a cluster, as a method of who has one. */
const asked =
  <Args extends unknown[], Answer>(admin: Admin, question: (cluster: Cluster, ...args: Args) => Answer) =>
  (...args: Args): Answer =>
    question(admin.cluster, ...args)

export class Admin {
  readonly cluster: Cluster

  readonly createTopics = asked(this, createTopics)
  readonly deleteTopics = asked(this, deleteTopics)
  readonly createPartitions = asked(this, createPartitions)
  readonly listTopics = asked(this, listTopics)
  readonly describeTopics = asked(this, describeTopics)

  readonly describeConfigs = asked(this, describeConfigs)
  readonly incrementalAlterConfigs = asked(this, incrementalAlterConfigs)
  readonly listConfigResources = asked(this, listConfigResources)

  readonly listOffsets = asked(this, listOffsets)
  readonly deleteRecords = asked(this, deleteRecords)

  readonly listGroups = asked(this, listGroups)
  readonly describeGroups = asked(this, describeGroups)
  readonly deleteGroups = asked(this, deleteGroups)
  readonly listGroupOffsets = asked(this, listGroupOffsets)
  readonly alterGroupOffsets = asked(this, alterGroupOffsets)
  readonly deleteGroupOffsets = asked(this, deleteGroupOffsets)

  readonly describeCluster = asked(this, describeCluster)
  readonly describeLogDirs = asked(this, describeLogDirs)
  readonly unregisterBroker = asked(this, unregisterBroker)

  private constructor(cluster: Cluster) {
    this.cluster = cluster
  }

  /** @throws {KafkaError} NETWORK_EXCEPTION when none of the bootstrap servers answers */
  static async connect(target: string | AdminConfigs): Promise<Admin> {
    if (typeof target !== 'string') warnOfUnknown('admin', adminConfigs, target)
    return new Admin(await connectAdmin(target))
  }

  close(): Promise<void> {
    return this.cluster.close()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}

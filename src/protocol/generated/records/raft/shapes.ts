// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Shapes } from '../../../shape.ts'

export const shapes: Shapes = {
  ControlRecordTypeSchema: [{ name: 'type', type: 'int16' }],
  KRaftVersionRecord: [
    { name: 'version', type: 'int16' },
    { name: 'kRaftVersion', type: 'int16' },
  ],
  LeaderChangeMessage: [
    { name: 'version', type: 'int16' },
    { name: 'leaderId', type: 'int32' },
    {
      name: 'voters',
      type: 'struct',
      array: true,
      fields: [
        { name: 'voterId', type: 'int32' },
        { name: 'voterDirectoryId', type: 'uuid', from: 1 },
      ],
    },
    {
      name: 'grantingVoters',
      type: 'struct',
      array: true,
      fields: [
        { name: 'voterId', type: 'int32' },
        { name: 'voterDirectoryId', type: 'uuid', from: 1 },
      ],
    },
  ],
  QuorumStateData: [
    { name: 'clusterId', type: 'string', to: 0 },
    { name: 'leaderId', type: 'int32' },
    { name: 'leaderEpoch', type: 'leaderEpoch' },
    { name: 'votedId', type: 'int32' },
    { name: 'votedDirectoryId', type: 'uuid', from: 1 },
    { name: 'appliedOffset', type: 'offset', to: 0 },
    { name: 'currentVoters', type: 'struct', array: true, to: 0, fields: [{ name: 'voterId', type: 'int32', to: 0 }] },
  ],
  SnapshotFooterRecord: [{ name: 'version', type: 'int16' }],
  SnapshotHeaderRecord: [
    { name: 'version', type: 'int16' },
    { name: 'lastContainedLogTimestamp', type: 'timestamp' },
  ],
  VotersRecord: [
    { name: 'version', type: 'int16' },
    {
      name: 'voters',
      type: 'struct',
      array: true,
      fields: [
        { name: 'voterId', type: 'int32' },
        { name: 'voterDirectoryId', type: 'uuid' },
        {
          name: 'endpoints',
          type: 'struct',
          array: true,
          fields: [
            { name: 'name', type: 'string' },
            { name: 'host', type: 'string' },
            { name: 'port', type: 'uint16' },
          ],
        },
        {
          name: 'kRaftVersionFeature',
          type: 'struct',
          fields: [
            { name: 'minSupportedVersion', type: 'int16' },
            { name: 'maxSupportedVersion', type: 'int16' },
          ],
        },
      ],
    },
  ],
}

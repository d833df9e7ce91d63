/** Broker settings: streams groups. Source: Kafka 4.3.1 `KafkaConfig`. */
import { defineConfigs } from '../define.ts'

export const streamsGroupConfigs = defineConfigs({
  'group.streams.assignment.interval.ms': {
    type: 'int',
    default: 1000,
    min: 0,
    update: 'cluster-wide',
    doc: 'Shortest time between two assignments that the broker works out for one streams group.',
  },
  'group.streams.heartbeat.interval.ms': {
    type: 'int',
    default: 5000,
    min: 1,
    doc: 'How often a member of a streams group is told to send a heartbeat.',
  },
  'group.streams.initial.rebalance.delay.ms': {
    type: 'int',
    default: 3000,
    min: 0,
    doc: 'How long an empty streams group waits for more members before its first assignment.',
  },
  'group.streams.max.assignment.interval.ms': {
    type: 'int',
    default: 15000,
    min: 0,
    doc: 'The largest assignment interval that a streams group may set for itself.',
  },
  'group.streams.max.heartbeat.interval.ms': {
    type: 'int',
    default: 15000,
    min: 1,
    doc: 'The largest heartbeat interval that a streams group may set for itself.',
  },
  'group.streams.max.session.timeout.ms': {
    type: 'int',
    default: 60000,
    min: 1,
    doc: 'The longest session timeout that a streams group may set for itself.',
  },
  'group.streams.max.size': { type: 'int', default: 2147483647, min: 1, doc: 'Members of a streams group, at most.' },
  'group.streams.max.standby.replicas': {
    type: 'int',
    default: 2,
    min: 0,
    doc: 'The most standby replicas that a streams group may set for itself.',
  },
  'group.streams.min.assignment.interval.ms': {
    type: 'int',
    default: 0,
    min: 0,
    doc: 'The smallest assignment interval that a streams group may set for itself.',
  },
  'group.streams.min.heartbeat.interval.ms': {
    type: 'int',
    default: 5000,
    min: 1,
    doc: 'The smallest heartbeat interval that a streams group may set for itself.',
  },
  'group.streams.min.session.timeout.ms': {
    type: 'int',
    default: 45000,
    min: 1,
    doc: 'The shortest session timeout that a streams group may set for itself.',
  },
  'group.streams.num.standby.replicas': {
    type: 'int',
    default: 0,
    min: 0,
    doc: 'Copies of each task’s state that wait on other members of a streams group.',
  },
  'group.streams.session.timeout.ms': {
    type: 'int',
    default: 45000,
    min: 1,
    doc: 'A streams group’s member that is silent for so long is taken for dead.',
  },
})

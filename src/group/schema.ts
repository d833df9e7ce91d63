/**
 * groups.db: committed offsets and groups, folded from the partitions of `__consumer_offsets`. Each row knows the partition it
 * came from, so that one partition can be read anew.
 */
export const SCHEMA_VERSION = 2

export const SCHEMA = `
CREATE TABLE offset_commit (
  group_id         TEXT NOT NULL,
  topic            TEXT NOT NULL,
  partition        INTEGER NOT NULL,
  offset           INTEGER NOT NULL,
  leader_epoch     INTEGER NOT NULL, -- -1: unknown
  metadata         TEXT NOT NULL,
  commit_timestamp INTEGER NOT NULL,
  expire_timestamp INTEGER,
  topic_id         TEXT,
  PRIMARY KEY (group_id, topic, partition)
) STRICT, WITHOUT ROWID;

-- Offsets within a transaction that has not ended.
CREATE TABLE pending_offset (
  source           TEXT NOT NULL,
  producer_id      INTEGER NOT NULL,
  group_id         TEXT NOT NULL,
  topic            TEXT NOT NULL,
  partition        INTEGER NOT NULL,
  offset           INTEGER NOT NULL,
  leader_epoch     INTEGER NOT NULL,
  metadata         TEXT NOT NULL,
  commit_timestamp INTEGER NOT NULL,
  expire_timestamp INTEGER,
  topic_id         TEXT,
  PRIMARY KEY (source, producer_id, group_id, topic, partition)
) STRICT, WITHOUT ROWID;
CREATE INDEX pending_by_group ON pending_offset (group_id, topic, partition);

CREATE TABLE classic_group (
  group_id        TEXT PRIMARY KEY,
  protocol_type   TEXT NOT NULL,
  generation      INTEGER NOT NULL,
  protocol        TEXT,
  leader          TEXT,
  state_timestamp INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE classic_member (
  group_id             TEXT NOT NULL,
  position             INTEGER NOT NULL, -- the order in which they joined
  member_id            TEXT NOT NULL,
  instance_id          TEXT,
  client_id            TEXT NOT NULL,
  client_host          TEXT NOT NULL,
  rebalance_timeout_ms INTEGER NOT NULL,
  session_timeout_ms   INTEGER NOT NULL,
  subscription         BLOB NOT NULL,
  assignment           BLOB NOT NULL,
  PRIMARY KEY (group_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE consumer_group (
  group_id             TEXT PRIMARY KEY,
  epoch                INTEGER NOT NULL,
  metadata_hash        TEXT NOT NULL, -- 64 bits, more than a number of JavaScript holds
  assignment_epoch     INTEGER NOT NULL,
  assignment_timestamp INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE consumer_member (
  group_id             TEXT NOT NULL,
  member_id            TEXT NOT NULL,
  instance_id          TEXT,
  rack_id              TEXT,
  client_id            TEXT NOT NULL,
  client_host          TEXT NOT NULL,
  topics               TEXT NOT NULL, -- [name]
  regex                TEXT,
  rebalance_timeout_ms INTEGER NOT NULL,
  server_assignor      TEXT,
  classic              TEXT,          -- {sessionTimeoutMs, supportedProtocols}: speaks the classic protocol
  PRIMARY KEY (group_id, member_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE consumer_target  (group_id TEXT NOT NULL, member_id TEXT NOT NULL, partitions TEXT NOT NULL, PRIMARY KEY (group_id, member_id)) STRICT, WITHOUT ROWID;
CREATE TABLE consumer_current (
  group_id TEXT NOT NULL, member_id TEXT NOT NULL, epoch INTEGER NOT NULL, previous_epoch INTEGER NOT NULL, state INTEGER NOT NULL,
  assigned TEXT NOT NULL, revoking TEXT NOT NULL, PRIMARY KEY (group_id, member_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE consumer_regex (
  group_id TEXT NOT NULL, regex TEXT NOT NULL, topics TEXT NOT NULL, version INTEGER NOT NULL, timestamp INTEGER NOT NULL,
  PRIMARY KEY (group_id, regex)
) STRICT, WITHOUT ROWID;
`

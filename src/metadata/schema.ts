/**
 * metadata.db: the cluster's metadata as a person would ask for it. Uuids are text in Kafka's form, lists of broker ids are
 * JSON in the order that matters. Exactly the facts of Kafka's image: no history, no clocks, no ids of our own; so a snapshot
 * is what the tables hold, written as records, and loading one makes the tables again.
 */
export const SCHEMA_VERSION = 2

export const SCHEMA = `
CREATE TABLE feature (name TEXT PRIMARY KEY, level INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE broker (
  broker_id              INTEGER PRIMARY KEY,
  incarnation            TEXT NOT NULL,
  epoch                  INTEGER NOT NULL,
  rack                   TEXT,
  fenced                 INTEGER NOT NULL,
  in_controlled_shutdown INTEGER NOT NULL,
  listeners              TEXT NOT NULL, -- [{name, host, port, securityProtocol}]
  features               TEXT NOT NULL, -- [{name, minSupportedVersion, maxSupportedVersion}]
  log_dirs               TEXT NOT NULL, -- [directory id]
  cordoned_dirs          TEXT           -- [directory id]; null: the broker does not say
) STRICT;

CREATE TABLE controller (controller_id INTEGER PRIMARY KEY, incarnation TEXT NOT NULL, listeners TEXT NOT NULL, features TEXT NOT NULL) STRICT;

CREATE TABLE topic (name TEXT PRIMARY KEY, topic_id TEXT NOT NULL UNIQUE) STRICT, WITHOUT ROWID;

CREATE TABLE partition (
  topic_id        TEXT NOT NULL,
  partition       INTEGER NOT NULL,
  leader          INTEGER NOT NULL, -- -1: nobody
  leader_epoch    INTEGER NOT NULL,
  partition_epoch INTEGER NOT NULL,
  replicas        TEXT NOT NULL,
  isr             TEXT NOT NULL,
  adding          TEXT NOT NULL,
  removing        TEXT NOT NULL,
  elr             TEXT NOT NULL,
  last_known_elr  TEXT NOT NULL,
  directories     TEXT NOT NULL,
  leader_recovery INTEGER NOT NULL,
  PRIMARY KEY (topic_id, partition)
) STRICT, WITHOUT ROWID;

CREATE TABLE config (
  resource_type INTEGER NOT NULL, -- 2 topic, 4 broker, 16 client metrics, 32 group
  resource_name TEXT NOT NULL,    -- '': the default of all
  name          TEXT NOT NULL,
  value         TEXT NOT NULL,
  PRIMARY KEY (resource_type, resource_name, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE client_quota (entity TEXT NOT NULL, key TEXT NOT NULL, value REAL NOT NULL, PRIMARY KEY (entity, key)) STRICT, WITHOUT ROWID;
CREATE TABLE producer_ids (id INTEGER PRIMARY KEY CHECK (id = 0), next_producer_id INTEGER NOT NULL) STRICT;

CREATE TABLE acl (
  acl_id TEXT PRIMARY KEY, resource_type INTEGER NOT NULL, resource_name TEXT NOT NULL, pattern_type INTEGER NOT NULL,
  principal TEXT NOT NULL, host TEXT NOT NULL, operation INTEGER NOT NULL, permission INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE scram (
  user TEXT NOT NULL, mechanism INTEGER NOT NULL, salt BLOB NOT NULL, stored_key BLOB NOT NULL, server_key BLOB NOT NULL,
  iterations INTEGER NOT NULL, PRIMARY KEY (user, mechanism)
) STRICT, WITHOUT ROWID;

CREATE TABLE delegation_token (
  token_id TEXT PRIMARY KEY, owner TEXT NOT NULL, requester TEXT NOT NULL, renewers TEXT NOT NULL,
  issued INTEGER NOT NULL, max_timestamp INTEGER NOT NULL, expires INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Of the quorum, from control records: the version (0: voters are a setting; 1: voters are these), and who votes.
CREATE TABLE kraft (id INTEGER PRIMARY KEY CHECK (id = 0), version INTEGER NOT NULL) STRICT;
CREATE TABLE voter (
  voter_id INTEGER PRIMARY KEY, directory_id TEXT NOT NULL, listeners TEXT NOT NULL, min_version INTEGER NOT NULL, max_version INTEGER NOT NULL
) STRICT;

-- For people: sqlite3 metadata.db 'select * from topics'
CREATE VIEW topics AS
  SELECT name, topic_id, count(partition) AS partitions,
         (SELECT json_group_object(c.name, c.value) FROM config c WHERE c.resource_type = 2 AND c.resource_name = topic.name) AS configs
  FROM topic LEFT JOIN partition USING (topic_id) GROUP BY topic_id;
`

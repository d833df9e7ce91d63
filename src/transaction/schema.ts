/** transactions.db: the transactional ids, folded from the partitions of `__transaction_state`. */
export const SCHEMA_VERSION = 1

export const SCHEMA = `
CREATE TABLE txn (
  transactional_id     TEXT PRIMARY KEY,
  source               TEXT NOT NULL,
  producer_id          INTEGER NOT NULL,
  previous_producer_id INTEGER NOT NULL, -- -1: none
  next_producer_id     INTEGER NOT NULL, -- -1: none
  epoch                INTEGER NOT NULL,
  timeout_ms           INTEGER NOT NULL,
  state                INTEGER NOT NULL,
  partitions           TEXT NOT NULL,    -- [[topic, [partition]]]
  start_ms             INTEGER NOT NULL, -- -1: no transaction yet
  update_ms            INTEGER NOT NULL,
  client_version       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Those that somebody has to look after: a transaction that is open, or half ended.
CREATE INDEX unfinished ON txn (state, start_ms) WHERE state IN (1, 2, 3);
CREATE INDEX txn_by_age ON txn (update_ms);
`

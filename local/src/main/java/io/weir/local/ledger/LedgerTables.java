package io.weir.local.ledger;

import java.util.List;

/** The ledger's tables. Times are epoch milliseconds, states as {@link io.weir.operations.State#text} has them. */
final class LedgerTables {
    static final List<String> SCHEMA = List.of(
            // message: the row in messages where it lies, null once it lies on no queue;
            """
        CREATE TABLE IF NOT EXISTS requests (
          seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, source TEXT NOT NULL, state TEXT NOT NULL,
          received_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, sender_id TEXT, type TEXT, reason TEXT,
          detail TEXT, until INTEGER, attempts INTEGER NOT NULL DEFAULT 0, proven INTEGER NOT NULL DEFAULT 0,
          bytes INTEGER NOT NULL DEFAULT 0, replay_of TEXT, message INTEGER)
        """,
            // Each ends with the id, which sorts by time: a list of any kind is read newest first without sorting.
            "CREATE INDEX IF NOT EXISTS requests_by_state ON requests (state, id)",
            "CREATE INDEX IF NOT EXISTS requests_by_source ON requests (source, id)",
            "CREATE INDEX IF NOT EXISTS requests_by_type ON requests (type, id) WHERE type IS NOT NULL",
            "CREATE INDEX IF NOT EXISTS requests_by_reason ON requests (reason, id) WHERE reason IS NOT NULL",
            "CREATE INDEX IF NOT EXISTS requests_by_sender ON requests (sender_id, id) WHERE sender_id IS NOT NULL",
            // Of what failed alone: groups of it are counted without a look at the rows, and what is done pays nothing
            // for it.
            """
        CREATE INDEX IF NOT EXISTS requests_by_fault ON requests (state, source, reason, detail, id)
          WHERE reason IS NOT NULL
        """,
            "CREATE INDEX IF NOT EXISTS requests_by_message ON requests (message) WHERE message IS NOT NULL",
            "CREATE INDEX IF NOT EXISTS requests_replays ON requests (replay_of) WHERE replay_of IS NOT NULL",
            """
        CREATE TABLE IF NOT EXISTS attempts (
          n INTEGER PRIMARY KEY AUTOINCREMENT, request INTEGER NOT NULL, at INTEGER NOT NULL, outcome TEXT NOT NULL,
          note TEXT, reason TEXT, detail TEXT, exception TEXT, ms INTEGER NOT NULL, next_at INTEGER, steps TEXT)
        """,
            "CREATE INDEX IF NOT EXISTS attempts_by_request ON attempts (request)",
            // Of what lies on no queue any more. stranger: 1 of what was never proven, which has a share of its own;
            // inbox: key of the object that holds the rest, kept under another name.
            """
        CREATE TABLE IF NOT EXISTS envelopes (
          request INTEGER PRIMARY KEY, stranger INTEGER NOT NULL, kept_at INTEGER NOT NULL, bytes INTEGER NOT NULL,
          content INTEGER NOT NULL, inbox TEXT)
        """,
            // An earlier weir kept bodies here; no message has a negative id. Each names the body: once that is moved
            // none runs.
            "ALTER TABLE envelopes ADD COLUMN content INTEGER NOT NULL DEFAULT 0",
            "INSERT OR IGNORE INTO contents SELECT -request, body, attributes FROM envelopes",
            "UPDATE envelopes SET content = -request WHERE content = 0 AND body IS NOT NULL",
            "ALTER TABLE envelopes DROP COLUMN body",
            "ALTER TABLE envelopes DROP COLUMN attributes",
            """
        CREATE TRIGGER IF NOT EXISTS envelopes_delete AFTER DELETE ON envelopes BEGIN
          DELETE FROM contents WHERE id = old.content; END
        """,
            "CREATE TABLE IF NOT EXISTS adopted (message INTEGER NOT NULL)",
            "INSERT INTO adopted SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM adopted)",
            "CREATE INDEX IF NOT EXISTS envelopes_by_age ON envelopes (stranger, kept_at, bytes)",
            "CREATE TABLE IF NOT EXISTS shares (stranger INTEGER PRIMARY KEY, bytes INTEGER NOT NULL)",
            "INSERT OR IGNORE INTO shares VALUES (0, 0), (1, 0)",
            """
        CREATE TRIGGER IF NOT EXISTS shares_insert AFTER INSERT ON envelopes BEGIN
          UPDATE shares SET bytes = bytes + new.bytes WHERE stranger = new.stranger; END
        """,
            """
        CREATE TRIGGER IF NOT EXISTS shares_delete AFTER DELETE ON envelopes BEGIN
          UPDATE shares SET bytes = bytes - old.bytes WHERE stranger = old.stranger; END
        """,
            // How many requests are in a state, and how many came to it within an hour, so that nobody counts rows.
            """
        CREATE TABLE IF NOT EXISTS states (
          source TEXT NOT NULL, state TEXT NOT NULL, requests INTEGER NOT NULL, PRIMARY KEY (source, state)) WITHOUT ROWID
        """,
            """
        CREATE TABLE IF NOT EXISTS hours (
          hour INTEGER NOT NULL, source TEXT NOT NULL, state TEXT NOT NULL, requests INTEGER NOT NULL,
          PRIMARY KEY (hour, source, state)) WITHOUT ROWID
        """,
            """
        CREATE TRIGGER IF NOT EXISTS states_insert AFTER INSERT ON requests BEGIN
          INSERT INTO states VALUES (new.source, new.state, 1)
            ON CONFLICT (source, state) DO UPDATE SET requests = requests + 1;
          INSERT INTO hours VALUES (new.received_at / 3600000, new.source, 'received', 1)
            ON CONFLICT (hour, source, state) DO UPDATE SET requests = requests + 1; END
        """,
            """
        CREATE TRIGGER IF NOT EXISTS hours_insert AFTER INSERT ON requests WHEN new.state <> 'waiting' BEGIN
          INSERT INTO hours VALUES (new.updated_at / 3600000, new.source, new.state, 1)
            ON CONFLICT (hour, source, state) DO UPDATE SET requests = requests + 1; END
        """,
            """
        CREATE TRIGGER IF NOT EXISTS states_delete AFTER DELETE ON requests BEGIN
          UPDATE states SET requests = requests - 1 WHERE source = old.source AND state = old.state; END
        """,
            """
        CREATE TRIGGER IF NOT EXISTS states_change AFTER UPDATE OF state, source ON requests
          WHEN old.state <> new.state OR old.source <> new.source BEGIN
          UPDATE states SET requests = requests - 1 WHERE source = old.source AND state = old.state;
          INSERT INTO states VALUES (new.source, new.state, 1)
            ON CONFLICT (source, state) DO UPDATE SET requests = requests + 1; END
        """,
            """
        CREATE TRIGGER IF NOT EXISTS hours_change AFTER UPDATE OF state ON requests WHEN old.state <> new.state BEGIN
          INSERT INTO hours VALUES (new.updated_at / 3600000, new.source, new.state, 1)
            ON CONFLICT (hour, source, state) DO UPDATE SET requests = requests + 1; END
        """);

    private LedgerTables() {}
}

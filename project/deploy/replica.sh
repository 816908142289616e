#!/bin/sh
# Run PostgreSQL as a streaming replica of $PRIMARY, such as "host=db user=replica password=…".
# The first start copies the primary; PGDATA is the folder of the copy.
set -eu
if [ ! -s "$PGDATA/PG_VERSION" ]; then
    mkdir -p "$PGDATA"
    chmod 700 "$PGDATA"
    pg_basebackup --dbname "$PRIMARY" --pgdata "$PGDATA" --write-recovery-conf \
        --wal-method stream --checkpoint fast
fi
exec postgres -c hot_standby=on "$@"

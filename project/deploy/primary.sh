#!/bin/sh
# Let a replica connect to the primary; run once, when its database is made.
set -eu
psql --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" \
    --set ON_ERROR_STOP=1 --set password="$REPLICA_PASSWORD" <<'SQL'
CREATE ROLE replica WITH REPLICATION LOGIN PASSWORD :'password';
SQL
echo "host replication replica all scram-sha-256" >>"$PGDATA/pg_hba.conf"

#!/usr/bin/env bash
# Runs once, in an empty Postgres volume: the application role with its password. The migration gives it its rights.
set -euo pipefail
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" --set app_password="$APP_PASSWORD" <<'SQL'
create role deskhand_app login nosuperuser nobypassrls nocreatedb nocreaterole password :'app_password';
SQL

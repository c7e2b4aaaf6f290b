/* db_schema: schema.sql without its comments, made by the build. */
#ifndef STORE_DB_SCHEMA_H
#define STORE_DB_SCHEMA_H

extern const char db_schema[];

#endif

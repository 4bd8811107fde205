/** Flags of a PostgreSQL whose data need not survive a crash of the machine. */
export const forTests = ['-c', 'fsync=off', '-c', 'max_connections=300']

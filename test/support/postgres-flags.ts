/** Of a PostgreSQL on which nothing has to survive a crash of the machine. */
export const forTests = ['-c', 'fsync=off', '-c', 'max_connections=300']

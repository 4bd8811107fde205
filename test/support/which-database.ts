import { inject } from 'vitest'

/* Runs before each test file: selects the database of the servers that it starts. */

const postgres = inject('postgres')
if (postgres) process.env.JETON_TEST_POSTGRES = postgres

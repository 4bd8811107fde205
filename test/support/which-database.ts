import { inject } from 'vitest'

/* Runs before each test file: where a server that it starts has its database. */

const postgres = inject('postgres')
if (postgres) process.env.JETON_TEST_POSTGRES = postgres

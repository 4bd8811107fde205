import { inject } from 'vitest'
import { forgetSecrets } from '@/test/support/secrets'

/* Runs before each test file: selects the databases of the servers that it starts. */

forgetSecrets()
const postgres = inject('postgres')
if (postgres) process.env.JETON_TEST_POSTGRES = postgres
process.env.JETON_TEST_PREPARED = inject('prepared')

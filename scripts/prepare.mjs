/* Comes before the scripts that look at the code: installs packages and generates the database client where they are missing. */
import { install, requireNode } from './setup.mjs'

requireNode()
install()

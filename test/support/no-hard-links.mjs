/*
 * Loaded into a command before everything else (node --import): simulates a file system without
 * hard links, such as exFAT.
 */
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'

const refuse = () => {
  throw Object.assign(new Error('EPERM: operation not permitted, link'), { code: 'EPERM' })
}
fs.linkSync = refuse
fs.link = (_from, _to, done) => done(new Error('EPERM: operation not permitted, link'))
fs.promises.link = async () => refuse()
syncBuiltinESMExports()

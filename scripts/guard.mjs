/*
 * Runs a step of the set-up, and kills it with all its descendants when the process that started it
 * is gone for any reason: node guard.mjs PROGRAM ARGUMENT … It leads a process group of its own.
 */
import { spawn } from 'node:child_process'

const [program, ...args] = process.argv.slice(2)

const endGroup = () => process.kill(-process.pid, 'SIGKILL')
process.once('disconnect', endGroup)
if (!process.connected) endGroup()

const child = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit'] })
child.once('error', ({ code }) => {
  console.error(code)
  process.exit(127)
})
child.once('exit', (code) => process.exit(code ?? 1))

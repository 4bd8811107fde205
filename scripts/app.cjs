/* The entry point of the app process: see server/app-process/app-process.ts. */
const { setFlagsFromString } = require('node:v8')
const { runCompiled } = require('./run-compiled.cjs')

// V8 would optimise Prisma's query compiler at its first query: see
// docs/decisions/0032-a-start-from-compiled-code.md. The compiled code depends on the flags.
setFlagsFromString('--wasm-tiering-budget=100000000')
runCompiled('app')

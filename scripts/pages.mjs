/* Builds the pages, as a step of the set-up: see setup.mjs. */
import { join } from 'node:path'
import { root } from './root.mjs'
import { run, runPackage } from './run.mjs'
import { once } from './steps.mjs'

export const pages = {
  mark: '.next/jeton-built',
  sources: [
    'app',
    'components',
    'lib',
    'messages',
    'shared',
    'verifier',
    'next.config.js',
    'package-lock.json',
    'postcss.config.js',
    'prisma/schema.prisma',
    'scripts/compress.mjs',
    'scripts/operator-commands.mjs',
    'scripts/share-chunks.mjs',
    'tsconfig.json',
  ],
  title: 'Building the pages',
  usually: '30 to 90 seconds',
}

/** The steps that Next names in its output, the last one first. */
const stages = [
  [/Finalizing/, 'finishing'],
  [/Generating static/, 'generating static pages'],
  [/Collecting page data/, 'collecting data'],
  [/optimized production build/, 'compiling'],
]

/** Builds the pages, unless they were built from the same sources. */
export const buildPages = () =>
  once(pages, async (now) => {
    const onOutput = (text) => {
      const stage = stages.find(([words]) => words.test(text))
      if (stage) now(stage[1])
    }
    const variables = { NODE_ENV: 'production' }
    await runPackage('next/dist/bin/next', ['build'], { variables, onOutput })
    await run(process.execPath, [join(root, 'scripts/share-chunks.mjs')])
    now('compressing')
    await run(process.execPath, [join(root, 'scripts/compress.mjs')])
  })

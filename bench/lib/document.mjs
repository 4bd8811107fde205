/* Puts figures into docs/benchmarks.md, between two marks, and pictures beside it. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../../scripts/root.mjs'

const document = join(root, 'docs/benchmarks.md')
const pictures = join(root, 'docs/images')

/** @param paragraphs what stands between the marks of that name from now on */
export function writeSection(name, paragraphs) {
  const text = readFileSync(document, 'utf8')
  const [begin, end] = [`<!-- ${name}: begin -->`, `<!-- ${name}: end -->`]
  const [from, to] = [text.indexOf(begin), text.indexOf(end)]
  if (from < 0 || to < from)
    throw new Error(`docs/benchmarks.md has lost its marks ${begin} and ${end}`)
  const before = text.slice(0, from + begin.length)
  writeFileSync(document, `${before}\n\n${paragraphs.join('\n\n')}\n\n${text.slice(to)}`)
}

export function writePicture(file, svg) {
  mkdirSync(pictures, { recursive: true })
  writeFileSync(join(pictures, file), svg)
}

/** Where and when it was measured, as a sentence without its end. */
export function describeMachine({ date, cpu, cores, gigabytes, kernel, node }) {
  return `Measured on ${date}: ${cpu}, ${cores} cores, ${gigabytes} GB, Linux ${kernel}, Node ${node}`
}

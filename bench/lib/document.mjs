/* Writes figures into a page of docs, between two markers, and images beside it. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../../scripts/root.mjs'

const benchmarks = 'docs/benchmarks.md'
const pictures = join(root, 'docs/images')

/**
 * @param paragraphs replace everything between the markers of that name
 * @param page the path of the page
 * @throws where the markers are missing
 */
export function writeSection(name, paragraphs, page = benchmarks) {
  const document = join(root, page)
  const text = readFileSync(document, 'utf8')
  const [begin, end] = [`<!-- ${name}: begin -->`, `<!-- ${name}: end -->`]
  const [from, to] = [text.indexOf(begin), text.indexOf(end)]
  if (from < 0 || to < from) throw new Error(`${page} has lost its marks ${begin} and ${end}`)
  const before = text.slice(0, from + begin.length)
  writeFileSync(document, `${before}\n\n${paragraphs.join('\n\n')}\n\n${text.slice(to)}`)
}

export function writePicture(file, svg) {
  mkdirSync(pictures, { recursive: true })
  writeFileSync(join(pictures, file), svg)
}

/** Describes the machine and the date of the measurement, without a final period. */
export function describeMachine({ date, cpu, cores, gigabytes, kernel, node }) {
  return `Measured on ${date}: ${cpu}, ${cores} cores, ${gigabytes} GB, Linux ${kernel}, Node ${node}`
}

/* Puts the figures into docs/benchmarks.md, between its two marks, and draws the picture. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../../scripts/setup.mjs'
import { barChart } from './chart.mjs'
import { caseTable, notes, partsTable, sharesTable, toMarkdown } from './report.mjs'

const document = join(root, 'docs/benchmarks.md')
const picture = join(root, 'docs/images/benchmark-verify.svg')
const [begin, end] = ['<!-- verify: begin -->', '<!-- verify: end -->']

export function writeDocument(result) {
  const text = readFileSync(document, 'utf8')
  const [from, to] = [text.indexOf(begin), text.indexOf(end)]
  if (from < 0 || to < from) throw new Error(`docs/benchmarks.md has lost its marks ${begin} and ${end}`)
  writeFileSync(document, `${text.slice(0, from + begin.length)}\n\n${figures(result)}\n\n${text.slice(to)}`)
  const bars = result.rows.map(({ title, ratio, aim }) => ({ label: title, value: ratio, aim }))
  writeFileSync(picture, barChart('Verifications a second, as a ratio to bare node:http', bars))
}

function figures({ machine, rounds, seconds, connections, rows, parts, shares, idleMegabytes }) {
  const { date, cpu, cores, gigabytes, kernel, node } = machine
  const paragraphs = [
    `Measured on ${date}: ${cpu}, ${cores} cores, ${gigabytes} GB, Linux ${kernel}, Node ${node}; ${rounds} rounds of ${seconds} s, ${connections} connections.`,
    '![Verifications a second, as a ratio to bare node:http](images/benchmark-verify.svg)',
    toMarkdown(caseTable(rows)),
    [...notes(rows), `RSS of the server, just started: ${idleMegabytes} MB.`]
      .map((note) => `- ${note}`)
      .join('\n'),
    toMarkdown(partsTable(parts)),
  ]
  if (shares) {
    paragraphs.push(toMarkdown(sharesTable('busy time, one API token', shares.categories)))
    paragraphs.push(toMarkdown(sharesTable('of which our own code', shares.functions)))
  }
  return paragraphs.join('\n\n')
}

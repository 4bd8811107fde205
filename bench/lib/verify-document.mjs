/* Writes the figures of bench:verify and their chart into docs/benchmarks.md. */
import { barChart } from './chart.mjs'
import { describeMachine, writePicture, writeSection } from './document.mjs'
import { caseTable, notes, partsTable, sharesTable, toMarkdown } from './report.mjs'

const title = 'Verifications a second, as a ratio to bare node:http'
const picture = 'benchmark-verify.svg'

export function writeDocument(result) {
  const bars = result.rows.map(({ title: label, ratio, aim }) => ({ label, value: ratio, aim }))
  writePicture(picture, barChart(title, bars))
  writeSection('verify', figures(result))
}

function figures({ machine, rounds, seconds, connections, rows, parts, shares, idleMegabytes }) {
  const paragraphs = [
    `${describeMachine(machine)}; ${rounds} rounds of ${seconds} s, ${connections} connections.`,
    `![${title}](images/${picture})`,
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
  return paragraphs
}

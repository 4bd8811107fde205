import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'

/* The links of the documents, within the repository. Those to other sites are not followed. */

const documents = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '*.md'], {
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => file !== '' && existsSync(file))

/** The text without code, in which brackets are no links and `#` begins no heading. */
const proseOf = (file: string) =>
  readFileSync(file, 'utf8')
    .replace(/^( *)```.*?^\1```/gms, '')
    .replace(/`[^`\n]*`(?!\])/g, (code) => code.replace(/[[\]()]/g, ''))

/** The anchors of a document, as GitHub makes them from its headings. */
const anchorsOf = (file: string) =>
  [...proseOf(file).matchAll(/^#{1,6} (.*)$/gm)].map(([, heading = '']) =>
    heading
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M}\s_-]/gu, '')
      .replace(/\s/g, '-'),
  )

function linksOf(file: string): string[] {
  const text = proseOf(file)
  const inMarkdown = [...text.matchAll(/\]\(([^)\s]+)(?: "[^"]*")?\)/g)]
  const inHtml = [...text.matchAll(/(?:src|srcset|href)="([^"\s]+)"/g)]
  return [...inMarkdown, ...inHtml].map(([, target = '']) => target)
}

function leadsNowhere(file: string, link: string): boolean {
  const [path = '', anchor] = link.split('#')
  const target = path === '' ? file : join(dirname(file), decodeURIComponent(path))
  if (!existsSync(target)) return true
  return anchor !== undefined && target.endsWith('.md') && !anchorsOf(target).includes(anchor)
}

test('every relative link of a document leads somewhere', () => {
  const relative = documents.flatMap((file) =>
    linksOf(file)
      .filter((link) => !/^[a-z][a-z+.-]*:/i.test(link))
      .map((link) => [file, link] as const),
  )
  expect(relative.length).toBeGreaterThan(200)
  expect(relative.filter(([file, link]) => leadsNowhere(file, link))).toEqual([])
})

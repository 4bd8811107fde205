import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'

test('a start installs what it builds with, also where NODE_ENV is production', () => {
  const folder = mkdtempSync(join(tmpdir(), 'jeton-install-'))
  try {
    for (const file of ['package.json', 'package-lock.json', '.npmrc'])
      cpSync(file, join(folder, file))
    // npm then omits devDependencies, unless it is configured otherwise. A start sets it itself, as
    // container images do.
    const options = {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, NODE_ENV: 'production' },
    } as const
    const added = execFileSync('npm', ['ci', '--dry-run', '--offline'], options)
    for (const builder of ['esbuild', 'prisma', 'tailwindcss', 'typescript'])
      expect(added).toContain(`add ${builder} `)
  } finally {
    rmSync(folder, { recursive: true })
  }
})

const barLength = 24
const redrawMs = 100

export interface Progress {
  /** What is done so far, of how much. */
  show(doing: string, done: number, total: number): void
}

type Output = Pick<NodeJS.WriteStream, 'isTTY' | 'write'>

/** A bar that moves on a terminal; elsewhere, such as in a log, a line for every tenth. */
export function progressOn(output: Output, now = () => performance.now()): Progress {
  let shown = ''
  let shownAt = Number.NEGATIVE_INFINITY
  const show: Progress['show'] = (doing, done, total) => {
    const part = total === 0 ? 1 : Math.min(done / total, 1)
    const line = output.isTTY ? bar(doing, part) : `${doing} … ${Math.floor(part * 10) * 10} %`
    if (line === shown || (output.isTTY && part < 1 && now() - shownAt < redrawMs)) return
    shown = line
    shownAt = now()
    output.write(output.isTTY ? `\r${line}${part === 1 ? '\n' : ''}` : `${line}\n`)
  }
  return { show }
}

function bar(doing: string, part: number): string {
  const full = Math.floor(part * barLength)
  const percent = `${Math.floor(part * 100)}`.padStart(3)
  return `${doing.padEnd(10)} ${'█'.repeat(full)}${'░'.repeat(barLength - full)} ${percent} %`
}

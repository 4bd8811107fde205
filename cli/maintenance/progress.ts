const barLength = 24
const redrawMs = 100

export interface Progress {
  /** Reports the completed amount and the total. */
  show(doing: string, done: number, total: number): void
}

type Output = Pick<NodeJS.WriteStream, 'isTTY' | 'write'>

/** Shows a progress bar on a terminal, and elsewhere, such as in a log, one line for every 10 %. */
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

/* The steps that are tried on the machine, in this order. Each step returns whether it went well. */
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const address = 'http://127.0.0.1:3000'
const highestExposure = 1.1
const startLimitMs = 60_000

const scriptOf = (name) => fileURLToPath(new URL(`${name}.mjs`, import.meta.url))

/** The token of the account that the main job leaves. */
let token = ''

async function resultOf(child) {
  const [output] = await Promise.all([text(child.stdout), once(child, 'close')])
  return JSON.parse(output)
}

/** Runs something while the service is asked. */
async function underLoad(machine, work) {
  const load = machine.start(scriptOf('load'), [address, token])
  const result = resultOf(load)
  await setTimeout(1_000)
  await work()
  await setTimeout(1_000)
  load.stdin.end()
  return result
}

const inWords = ({ answered, failed, slowestMs, failures }) =>
  `${failed} of ${answered + failed} requests failed, the slowest took ${slowestMs} ms${
    failed ? ` (${JSON.stringify(failures)})` : ''
  }`

async function mainJob(machine) {
  const job = await resultOf(machine.start(scriptOf('main-job'), [address]))
  token = job.token
  const result = `a token is ${job.statuses[0]}, and ${job.statuses[1]} after its delete`
  return { ok: job.statuses.join() === '200,401', result }
}

async function commands(machine) {
  const list = await machine.must('jeton-run admin list')
  await machine.must('cd /var/lib/jeton && jeton-run backup backup.db')
  const mode = await machine.must('stat -c "%U %a" /var/lib/jeton /var/lib/jeton/backup.db')
  await machine.must('jeton-run rotate-secret')
  const ok = list.includes('ada@example.com') && mode === 'jeton 700\njeton 600'
  return { ok, result: 'each succeeds; the backup belongs to the user jeton alone' }
}

async function exposure(machine) {
  const report = await machine.must('systemd-analyze security --no-pager jeton.service')
  const [, score] = /exposure level for jeton\.service: ([\d.]+)/.exec(report) ?? []
  return { ok: Number(score) <= highestExposure, result: score }
}

const pidOf = async (machine) => Number(await machine.must('systemctl show -P MainPID jeton'))

async function restart(machine) {
  const asked = await underLoad(machine, () => machine.must('systemctl restart jeton'))
  return { ok: asked.failed === 0, result: inWords(asked) }
}

/** Waits for another process than `before` to serve. */
async function restarted(machine, before) {
  const end = performance.now() + startLimitMs
  for (;;) {
    const pid = await pidOf(machine)
    if (pid !== 0 && pid !== before && (await isReady(machine))) return
    if (performance.now() > end) throw new Error('The service did not start again')
    await setTimeout(200)
  }
}

const isReady = async (machine) =>
  (await resultOf(machine.start(scriptOf('ready'), [address]))).isReady

async function crash(machine) {
  const before = await pidOf(machine)
  const begun = performance.now()
  await machine.must(`kill -SEGV ${before}`)
  await restarted(machine, before)
  const seconds = ((performance.now() - begun) / 1000).toFixed(1)
  return { ok: true, result: `ready again after ${seconds} s` }
}

async function fiveRestarts(machine) {
  const begun = performance.now()
  for (let i = 0; i < 5; i += 1) {
    await machine.must('systemctl restart jeton')
    await restarted(machine, 0)
  }
  const seconds = Math.round((performance.now() - begun) / 1000)
  const state = await machine.must('systemctl is-active jeton jeton.socket')
  return { ok: state === 'active\nactive' && seconds < 60, result: `all, in ${seconds} s` }
}

async function alone(machine) {
  await machine.must('systemctl disable -q --now jeton.socket jeton && systemctl start jeton')
  await restarted(machine, 0)
  const asked = await underLoad(machine, async () => {
    const before = await pidOf(machine)
    await machine.must('systemctl restart jeton')
    await restarted(machine, before)
  })
  return { ok: asked.answered > 0, result: inWords(asked) }
}

async function unixSocket(machine) {
  await machine.must('useradd -G jeton proxy-user')
  await machine.must('echo JETON_SOCKET=/run/jeton/jeton.sock >> /etc/jeton.env')
  await machine.must('systemctl restart jeton')
  await restarted(machine, 0)
  const modes = await machine.must('stat -c "%U:%G %a" /run/jeton /run/jeton/jeton.sock')
  return { ok: modes === 'jeton:jeton 750\njeton:jeton 660', result: modes.replace('\n', ', ') }
}

export const steps = [
  { title: 'The main job', run: mainJob },
  { title: '`jeton-run admin list`, `backup`, `rotate-secret`', run: commands },
  { title: '`systemd-analyze security`', run: exposure },
  { title: 'A restart under load, with `jeton.socket`', run: restart },
  { title: 'A crash (SIGSEGV)', run: crash },
  { title: 'Five restarts within a minute', run: fiveRestarts },
  { title: 'A restart under load, without `jeton.socket`', run: alone },
  { title: '`JETON_SOCKET=/run/jeton/jeton.sock`: the folder and the socket', run: unixSocket },
]

/*
 * The start fails on a variable that is probably a misspelt setting. If it were ignored, sign-up
 * would stay open, or the server would start on a new, empty database.
 */

/** Variables of the scripts, the tests and the benchmarks. */
const ofTools = /^JETON_(IGNORE_DOTENV$|STARTED_IN$|(TEST|BENCH|FUZZ)_)/

/**
 * Kubernetes and Docker put the services of a cluster into the environment, including ours if it is
 * called "jeton".
 */
const ofCluster = /_SERVICE_(HOST|PORT)(_\w+)?$|_PORT_\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?$/
const clusterAddress = /^(tcp|udp|sctp):\/\//

/**
 * Shorter names are not compared: they may resemble a variable of another program, as HOME
 * resembles HOST.
 */
const shortestResembled = 10

/** The greatest edit distance that counts as a misspelling. */
const maxTypos = 2

/**
 * Finds a variable that was probably meant as a setting.
 * @param variables those that are set and not empty
 * @returns its name and that of the nearest setting, or null
 */
export function findMisspelt(
  variables: Record<string, string | undefined>,
  settings: string[],
): { name: string; nearest: string } | null {
  for (const [name, value] of Object.entries(variables)) {
    if (settings.includes(name) || ofTools.test(name)) continue
    if (ofCluster.test(name) || clusterAddress.test(value ?? '')) continue
    const isOurs = /^JETON_/i.test(name)
    const [nearest, typos] = nearestOf(
      name.toUpperCase(),
      isOurs ? settings : settings.filter((setting) => isAsLong(setting, name)),
    )
    const resembles =
      typos <= maxTypos && nearest.length >= shortestResembled && !(nearest in variables)
    if (resembles || isOurs) return { name, nearest }
  }
  return null
}

/** Comparing every variable with every setting costs a start 50 ms. */
const isAsLong = (setting: string, name: string) =>
  Math.abs(setting.length - name.length) <= maxTypos

function nearestOf(name: string, settings: string[]): [nearest: string, typos: number] {
  const distances = settings.map((setting): [string, number] => [setting, distance(name, setting)])
  return distances.reduce((best, next) => (next[1] < best[1] ? next : best), ['', Infinity])
}

/** Levenshtein distance: the number of letters to change, add or remove. */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, i) => i)
  for (const [i, letter] of [...one].entries()) {
    const next = [i + 1]
    for (let j = 1; j <= other.length; j += 1) {
      const changed = (row[j - 1] ?? 0) + (letter === other[j - 1] ? 0 : 1)
      next.push(Math.min(changed, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[other.length] ?? 0
}

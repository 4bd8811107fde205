/*
 * A setting whose name is misspelt would be ignored: sign-up would stay open, or a server would begin anew on an empty database. So
 * a name that was probably meant for a setting stops the start.
 */

/** Read by the scripts, the tests and the benchmarks. */
const ofTools = /^JETON_(IGNORE_DOTENV$|(TEST|BENCH|FUZZ)_)/

/** Kubernetes and Docker name the services of a cluster in the environment, ours among them where it is called "jeton". */
const ofCluster = /_SERVICE_(HOST|PORT)(_\w+)?$|_PORT_\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?$/
const clusterAddress = /^(tcp|udp|sctp):\/\//

/** A shorter name may resemble one that belongs to another program, as HOME resembles HOST. */
const shortestResembled = 10

/** So many letters wrong, missing or too many. */
const maxTypos = 2

/**
 * Finds a variable that was probably meant for a setting.
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
    const [nearest, typos] = nearestOf(name.toUpperCase(), settings)
    const resembles =
      typos <= maxTypos && nearest.length >= shortestResembled && !(nearest in variables)
    if (resembles || /^JETON_/i.test(name)) return { name, nearest }
  }
  return null
}

function nearestOf(name: string, settings: string[]): [nearest: string, typos: number] {
  const distances = settings.map((setting): [string, number] => [setting, distance(name, setting)])
  return distances.reduce((best, next) => (next[1] < best[1] ? next : best))
}

/** Levenshtein's: how many letters have to be changed, added or taken away. */
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

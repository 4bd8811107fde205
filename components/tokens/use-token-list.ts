'use client'

import { callApi } from '@/components/api'
import { useRows } from '@/components/use-rows'
import type { ApiTokenRow } from '@/shared/api-token-row'

export function useTokenList(fromServer: ApiTokenRow[]) {
  const { rows: tokens, show } = useRows(fromServer)

  /** @returns whether the server answered with the list */
  async function reload(): Promise<boolean> {
    const result = await callApi<{ list: ApiTokenRow[] }>('GET', '/api/v1/tokens')
    if (result.kind === 'data') show(result.data.list)
    return result.kind === 'data'
  }

  return { tokens, show, reload }
}

'use client'

import { useRouter } from 'next/navigation'
import { startTransition, useState } from 'react'
import { flushSync } from 'react-dom'
import { callApi } from '@/components/api'
import type { ApiTokenRow } from '@/lib/tokens/api-token/api-token-row'

/** The tokens on screen: the server's, and at once what was done to them here. */
export function useTokenList(fromServer: ApiTokenRow[]) {
  const router = useRouter()
  const [tokens, setTokens] = useState(fromServer)
  const [known, setKnown] = useState(fromServer)
  if (known !== fromServer) {
    setKnown(fromServer)
    setTokens(fromServer)
  }

  /** On screen when it returns, so that focus can be given to what it brought. */
  function show(rows: ApiTokenRow[]) {
    flushSync(() => setTokens(rows))
    // Other pages in the router's memory show the tokens too.
    startTransition(() => router.refresh())
  }

  /** @returns whether the server could be asked */
  async function reload(): Promise<boolean> {
    const result = await callApi<{ list: ApiTokenRow[] }>('GET', '/api/v1/tokens')
    if (result.kind === 'data') show(result.data.list)
    return result.kind === 'data'
  }

  return { tokens, show, reload }
}

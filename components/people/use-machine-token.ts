'use client'

import { useCallback, useEffect, useState } from 'react'
import { callApi } from '@/components/api'
import type { ApiTokenRow } from '@/shared/api-token-row'

/**
 * Reads the token of a machine, as soon as it has one.
 * @returns the token, null while it is not known, and a function that reads it again
 */
export function useMachineToken(path: string, hasToken: boolean) {
  const [token, setToken] = useState<ApiTokenRow | null>(null)

  const read = useCallback(async () => {
    const result = await callApi<ApiTokenRow>('GET', path)
    if (result.kind === 'data') setToken(result.data)
  }, [path])

  useEffect(() => {
    if (hasToken) void read()
  }, [hasToken, read])

  return { token, read }
}

'use client'

import { useEffect, useRef, useState } from 'react'
import type { ApiResult, Failure } from './api'
import { copyToClipboard } from './clipboard'

export type CopyState = 'idle' | 'copying' | 'copied'
const copiedMilliseconds = 2000

interface CopyHandlers {
  /** The clipboard could not be written: show the text instead. */
  onRefused: (text: string) => void
  onFailure: (failure: Failure) => void
}

/** The state of a Copy button. It is `copied` only once the text is on the clipboard. */
export function useCopy({ onRefused, onFailure }: CopyHandlers) {
  const [state, setState] = useState<CopyState>('idle')
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])

  /** Call it in the click handler: see `copyToClipboard`. */
  async function copy(source: Promise<ApiResult<string>>): Promise<boolean> {
    const copying = copyToClipboard(source.then(requireText))
    clearTimeout(timer.current)
    setState('copying')
    const [result, copied] = await Promise.all([source, copying])
    setState(copied ? 'copied' : 'idle')
    if (copied) timer.current = setTimeout(() => setState('idle'), copiedMilliseconds)
    else if (result.kind === 'data') onRefused(result.data)
    else onFailure(result)
    return copied
  }

  return { state, copy }
}

function requireText(result: ApiResult<string>): string {
  if (result.kind !== 'data') throw new Error('There is nothing to copy.')
  return result.data
}

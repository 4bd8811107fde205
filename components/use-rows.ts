'use client'

import { useRouter } from 'next/navigation'
import { type SetStateAction, startTransition, useState } from 'react'
import { flushSync } from 'react-dom'

/** The rows on screen: the server's, and at once what was done to them here. */
export function useRows<Row>(fromServer: Row[]) {
  const router = useRouter()
  const [rows, setRows] = useState(fromServer)
  const [known, setKnown] = useState(fromServer)
  if (known !== fromServer) {
    setKnown(fromServer)
    setRows(fromServer)
  }

  /** On screen when it returns, so that focus can be given to what it brought. */
  function show(change: SetStateAction<Row[]>) {
    flushSync(() => setRows(change))
    // Other pages in the router's memory show them too.
    startTransition(() => router.refresh())
  }

  return { rows, show }
}

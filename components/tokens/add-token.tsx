'use client'

import { type ReactNode, useEffect, useState } from 'react'
import { flushSync } from 'react-dom'
import { addTokenButtonId } from '@/components/focus-targets'
import { AddTokenButton } from './add-token-button'
import { AddTokenForm } from './add-token-form'
import { takeKeptName } from './kept-name'

interface AddTokenProps {
  /** The explanation of a token, shown above the button. */
  text: ReactNode
  /** Shown instead when there is a token. */
  list: ReactNode
}

/**
 * The form while it is open, even when a token appears meanwhile: a refresh of the page must not
 * lose what was typed.
 */
export function AddToken({ text, list }: AddTokenProps) {
  /** The field's initial value; null while the form is closed. */
  const [name, setName] = useState<string | null>(null)

  useEffect(() => setName(takeKeptName()), [])

  function cancel() {
    flushSync(() => setName(null))
    document.getElementById(addTokenButtonId)?.focus()
  }

  if (name !== null)
    return <AddTokenForm name={name} onEnd={() => setName(null)} onCancel={cancel} />
  if (list) return list
  return (
    <div className="grid justify-items-center px-6 pt-11 pb-12 text-center">
      {text}
      <AddTokenButton onClick={() => setName('')} />
    </div>
  )
}

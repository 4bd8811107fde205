'use client'

import { type ReactNode, startTransition, useState } from 'react'
import { Warning } from '@/components/ui/notices'
import { callApi, isProblem } from './api'
import { Dialog } from './ui/dialog'
import { DialogEnd } from './ui/dialog-end'
import { useRefresh } from './ui/refresh'
import { useFailureText } from './use-failure-text'

export interface End {
  /** The path of the resource in the API. */
  path: string
  title: ReactNode
  /** Names what stops working. */
  warning: string
  /** The label of the button while the request is sent. */
  ending: string
  toast: string
  /** Shown instead where it was ended elsewhere. */
  goneToast: string
  /** The id of the element that receives focus afterwards. */
  focus: string
}

interface EndDialogProps extends End {
  /** The label of the button that goes on. */
  label: string
  onEnd: () => void
  /** Called besides, once it is done. */
  onDone?: (() => void) | undefined
}

/** Asks before something is deleted, and deletes it. */
export function EndDialog(props: EndDialogProps) {
  const { path, title, warning, label, ending, toast, goneToast, focus, onEnd, onDone } = props
  const refresh = useRefresh()
  const failureText = useFailureText()
  const [error, setError] = useState<string>()
  const [busy, setBusy] = useState(false)
  const cancel = () => !busy && onEnd()

  async function confirm() {
    setBusy(true)
    setError(undefined)
    const result = await callApi('DELETE', path)
    const isGone = result.kind !== 'data' && isProblem(result, 'not_found')
    if (result.kind === 'data' || isGone)
      return startTransition(() => {
        refresh({ toast: isGone ? goneToast : toast, focus })
        onEnd()
        onDone?.()
      })
    setBusy(false)
    setError(failureText(result))
  }

  return (
    <Dialog title={title} description={<Warning>{warning}</Warning>} onDismiss={cancel}>
      <DialogEnd
        error={error}
        busy={busy}
        label={busy ? ending : label}
        variant="danger-solid"
        onConfirm={confirm}
        onCancel={cancel}
      />
    </Dialog>
  )
}

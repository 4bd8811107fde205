'use client'

import { type ReactNode, useState } from 'react'
import { callApi, isProblem } from '@/components/api'
import { Button } from '@/components/ui/button'
import type { ButtonLook } from '@/components/ui/button-class'
import { Dialog } from '@/components/ui/dialog'
import { DialogEnd } from '@/components/ui/dialog-end'
import { Warning } from '@/components/ui/notices'
import { useRefresh } from '@/components/ui/refresh'
import { useFailureText } from '@/components/use-failure-text'
import type { Means } from './confirm-dialog'
import { useConfirmed } from './use-confirmed'

interface RemoveProps {
  means: Means
  /** The path of the resource in the API. */
  path: string
  label: string
  size?: ButtonLook['size']
  title: ReactNode
  /** Names what stops working. */
  warning: string
  /** The label of the button that removes. */
  action: string
  toast: string
  /** The id of the element that receives focus afterwards. */
  focus: string
}

/** A button that removes a way to sign in, after a question, and a confirmation where it is due. */
export function Remove({ label, size = 'normal', ...question }: RemoveProps) {
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Button
        size={size}
        variant="danger"
        aria-haspopup="dialog"
        className="justify-self-start max-md:w-full"
        onClick={() => setAsking(true)}
      >
        {label}
      </Button>
      {asking && <RemoveDialog {...question} onCancel={() => setAsking(false)} />}
    </>
  )
}

interface RemoveDialogProps extends Omit<RemoveProps, 'label' | 'size'> {
  onCancel: () => void
}

function RemoveDialog(props: RemoveDialogProps) {
  const { means, path, title, warning, action, toast, focus, onCancel } = props
  const refresh = useRefresh()
  const failureText = useFailureText()
  const { run, dialog } = useConfirmed(means)
  const [removing, setRemoving] = useState(false)
  const [error, setError] = useState<string>()
  const cancel = () => !removing && onCancel()

  async function remove() {
    setRemoving(true)
    setError(undefined)
    const result = await run(() => callApi('DELETE', path, {}))
    if (result?.kind === 'data' || (result && isProblem(result, 'not_found')))
      return refresh({ toast, focus })
    setRemoving(false)
    if (result) setError(failureText(result))
  }

  return (
    <>
      <Dialog title={title} description={<Warning>{warning}</Warning>} onDismiss={cancel}>
        <DialogEnd
          error={error}
          busy={removing}
          label={action}
          variant="danger-solid"
          onConfirm={remove}
          onCancel={cancel}
        />
      </Dialog>
      {dialog}
    </>
  )
}

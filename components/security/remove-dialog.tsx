'use client'

import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { AlertIcon } from '@/components/icons'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { FieldError } from '@/components/ui/field-error'

interface RemoveDialogProps {
  title: ReactNode
  warning: string
  /** The label of the button that removes. */
  action: string
  error: string | undefined
  removing: boolean
  onConfirm: () => void
  onCancel: () => void
}

export function RemoveDialog(props: RemoveDialogProps) {
  const { title, warning, action, error, removing, onConfirm, onCancel } = props
  const common = useTranslations('common')
  const cancel = () => !removing && onCancel()
  return (
    <Dialog
      title={title}
      description={
        <p className="mt-3 flex gap-2 rounded-m bg-danger-soft px-3 py-2.5 text-danger">
          <AlertIcon className="mt-0.5" />
          <span>{warning}</span>
        </p>
      }
      onDismiss={cancel}
    >
      {error && (
        <div className="mt-3">
          <FieldError>{error}</FieldError>
        </div>
      )}
      {/* Cancel comes first: the dialog gives it focus when it opens. */}
      <div className="mt-5 flex justify-end gap-2.5 max-md:*:flex-1">
        <Button onClick={cancel} inactive={removing}>
          {common('cancel')}
        </Button>
        <Button variant="danger-solid" onClick={onConfirm} inactive={removing}>
          {action}
        </Button>
      </div>
    </Dialog>
  )
}

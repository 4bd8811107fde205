'use client'

import { useTranslations } from 'use-intl'
import { Button } from './button'
import type { ButtonLook } from './button-class'
import { FieldError } from './notices'
import { firstFocus } from './use-modal'

interface DialogEndProps {
  error?: string | undefined
  busy: boolean
  /** The label of the button that goes on. */
  label: string
  variant?: ButtonLook['variant']
  /** Left out where the button submits the form around it. */
  onConfirm?: () => void
  onCancel: () => void
}

/** The end of a dialog: why it failed, Cancel, and the button that goes on. */
export function DialogEnd({ error, busy, label, variant, onConfirm, onCancel }: DialogEndProps) {
  const common = useTranslations('common')
  return (
    <>
      {error && (
        <div className="mt-3">
          <FieldError>{error}</FieldError>
        </div>
      )}
      {/* A question is answered by Cancel unless somebody decides otherwise; a form begins with its
          first field. */}
      <div className="mt-5 flex justify-end gap-2.5 max-md:*:flex-1">
        <Button onClick={onCancel} inactive={busy} {...(onConfirm && { [firstFocus]: '' })}>
          {common('cancel')}
        </Button>
        <Button
          type={onConfirm ? 'button' : 'submit'}
          variant={variant ?? 'primary'}
          onClick={onConfirm}
          inactive={busy}
        >
          {label}
        </Button>
      </div>
    </>
  )
}

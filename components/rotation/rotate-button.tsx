'use client'

import type { ComponentProps } from 'react'
import { useTranslations } from 'use-intl'
import { previousSecretId, rotateButtonId } from '@/components/focus-targets'
import { RotateIcon } from '@/components/icons'
import { Button } from '@/components/ui/button'
import type { ButtonLook } from '@/components/ui/button-class'
import { Text } from '@/components/ui/text'
import { useLoadedDialog } from '@/components/use-loaded-dialog'
import type { RotateDialog, Rotation } from './rotate-dialog'

interface RotateButtonProps extends Rotation, ButtonLook {
  /** The old secret of an earlier rotation still works: it has to end first. */
  inProgress: boolean
}

type DialogProps = ComponentProps<typeof RotateDialog>

const loadDialog = async () => (await import('./rotate-dialog')).RotateDialog

export function RotateButton({ inProgress, size = 'small', ...rotation }: RotateButtonProps) {
  const t = useTranslations('rotation')
  const { Opened, open, close } = useLoadedDialog<DialogProps>(loadDialog)
  return (
    <>
      <Button
        id={rotateButtonId}
        size={size}
        inactive={inProgress}
        aria-haspopup="dialog"
        aria-describedby={inProgress ? previousSecretId : undefined}
        onClick={open}
      >
        <RotateIcon className={inProgress ? '' : 'text-muted'} />
        <Text>{t('rotate')}</Text>
      </Button>
      {Opened && <Opened {...rotation} onEnd={close} />}
    </>
  )
}

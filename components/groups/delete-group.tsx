'use client'

import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { TrashIcon } from '@/components/icons'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { DialogEnd } from '@/components/ui/dialog-end'
import { isolated } from '@/components/ui/isolated'
import { Text } from '@/components/ui/text'
import { Warning } from '@/components/ui/warning'
import { useFailureText } from '@/components/use-failure-text'
import { groupsHeadingId } from './ids'
import { useGroupCall } from './use-group-call'

interface DeleteGroupProps {
  id: string
  name: string
}

export function DeleteGroup(props: DeleteGroupProps) {
  const t = useTranslations('groups')
  const common = useTranslations('common')
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Button
        size="small"
        variant="danger"
        aria-haspopup="dialog"
        aria-label={t('deleteWhich', { name: props.name })}
        onClick={() => setAsking(true)}
      >
        <TrashIcon />
        <Text>{common('delete')}</Text>
      </Button>
      {asking && <DeleteGroupDialog {...props} onEnd={() => setAsking(false)} />}
    </>
  )
}

function DeleteGroupDialog({ id, name, onEnd }: DeleteGroupProps & { onEnd: () => void }) {
  const t = useTranslations('groups')
  const common = useTranslations('common')
  const failureText = useFailureText()
  const [error, setError] = useState<string>()
  const [busy, setBusy] = useState(false)
  const call = useGroupCall({ id, name, onEnd })
  const cancel = () => !busy && onEnd()

  async function confirm() {
    setBusy(true)
    setError(undefined)
    const report = { toast: t('deleted', { name }), focus: groupsHeadingId }
    const failure = await call('DELETE', undefined, report)
    if (!failure) return
    setBusy(false)
    setError(failureText(failure))
  }

  return (
    <Dialog
      title={<Text>{t.rich('deleteTitle', { name, bdi: isolated })}</Text>}
      description={<Warning>{t('deleteWarning')}</Warning>}
      onDismiss={cancel}
    >
      <DialogEnd
        error={error}
        busy={busy}
        label={busy ? t('deleting') : common('delete')}
        variant="danger-solid"
        onConfirm={confirm}
        onCancel={cancel}
      />
    </Dialog>
  )
}

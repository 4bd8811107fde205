'use client'

import { type FormEvent, useState } from 'react'
import { type FormErrors, useFormErrors } from './use-form-errors'

/**
 * A form that is sent once at a time.
 * @param fields their names, from the top of the form down
 * @param send returns the errors, none where the form stays to be used again, or null when it is
 *   done with: the page is being left, or shows something else
 */
export function useForm<Field extends string>(
  fields: readonly Field[],
  send: (data: FormData, form: HTMLFormElement) => Promise<FormErrors<Field> | null>,
) {
  const { form, errors, show } = useFormErrors(fields)
  const [sending, setSending] = useState(false)

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    if (sending) return
    const { currentTarget } = event
    show({})
    setSending(true)
    const found = await send(new FormData(currentTarget), currentTarget)
    if (!found) return
    setSending(false)
    show(found)
  }

  return { form, errors, sending, submit }
}

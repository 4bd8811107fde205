'use client'

import { useRef, useState } from 'react'

/** By the field they are of; `form` is what is wrong with none of them, or with all. */
export type FormErrors<Field extends string> = { [Key in Field | 'form']?: string | undefined }

/** @param fields their names, from the top of the form down */
export function useFormErrors<Field extends string>(fields: readonly Field[]) {
  const form = useRef<HTMLFormElement>(null)
  const [errors, setErrors] = useState<FormErrors<Field>>({})

  /** Gives focus to the first field that is wrong, or to the last field where it is none of them. */
  function show(found: FormErrors<Field>) {
    setErrors(found)
    const name = fields.find((field) => found[field]) ?? (found.form && fields.at(-1))
    if (name) form.current?.querySelector<HTMLInputElement>(`[name=${name}]`)?.focus()
  }

  return { form, errors, show }
}

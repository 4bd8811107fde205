'use client'

import { createContext, use } from 'react'

const MenuContext = createContext<() => void>(() => {})

export const MenuProvider = MenuContext

/** Closes the whole menu, submenus and all, and gives focus back to its button. */
export function useCloseMenu(): () => void {
  return use(MenuContext)
}

import { Button, Modal } from '@strapi/design-system';
import type { ReactNode } from 'react';

interface Props {
  title: string;
  onClose(): void;
  /** What closing it is called. */
  closing?: string;
  /** What can be done beside closing it. */
  action?: ReactNode;
  children: ReactNode;
}

/** A dialog with room for two things side by side. */
export function WideDialog({ title, onClose, closing = 'Close', action, children }: Props) {
  return (
    <Modal.Root open onOpenChange={(isOpen: boolean) => isOpen || onClose()}>
      <Modal.Content
        style={{ width: 'min(96rem, 94vw)', maxWidth: 'none' }}
        aria-describedby={undefined}
      >
        <Modal.Header>
          <Modal.Title>{title}</Modal.Title>
        </Modal.Header>
        <Modal.Body>{children}</Modal.Body>
        <Modal.Footer>
          <Button variant="tertiary" onClick={onClose}>
            {closing}
          </Button>
          {action}
        </Modal.Footer>
      </Modal.Content>
    </Modal.Root>
  );
}

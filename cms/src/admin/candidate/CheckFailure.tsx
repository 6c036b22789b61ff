import { Box, Button, Typography } from '@strapi/design-system';

interface Props {
  error: string;
  onRetry(): void;
}

/** Why nobody can say what publishing would do, with the way to ask once more. */
export function CheckFailure({ error, onRetry }: Props) {
  return (
    <>
      <Typography tag="p" role="alert">
        {error}
      </Typography>
      <Box paddingTop={2}>
        <Button variant="tertiary" onClick={onRetry}>
          Try again
        </Button>
      </Box>
    </>
  );
}

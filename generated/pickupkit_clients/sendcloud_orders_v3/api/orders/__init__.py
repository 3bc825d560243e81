"""Operations of one tag; the ``api`` package gives them all."""

package io.weir.cli.input;

import io.weir.worker.fetch.DocumentFetcher;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Certificates from a folder, named like the last segment of their URL. Nothing is ever fetched. */
public final class FolderCertificates implements DocumentFetcher {
    private final Path folder;

    /**
     * Certificates of this folder.
     *
     * @throws IOException if there is no such folder
     */
    public FolderCertificates(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new IOException(folder + ": no such folder");
        }
        this.folder = folder;
    }

    @Override
    public byte[] fetch(URI url, int maxBytes) throws IOException {
        String name = url.getPath().substring(url.getPath().lastIndexOf('/') + 1);
        try {
            return Files.readAllBytes(folder.resolve(name));
        } catch (NoSuchFileException e) {
            throw new IOException("no " + name + " in the folder of certificates", e);
        }
    }
}
